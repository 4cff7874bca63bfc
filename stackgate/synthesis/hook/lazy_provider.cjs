// Loaded into the Node that jsii starts for a Python app (NODE_OPTIONS=--require). It leaves what is synthesized as it is.
//
// 1. A provider's index.js loads all of its modules, 2,200 for AWS: 2 s. Here each is loaded when it is first asked for.
// 2. jsii builds an index of a provider's types for later runs in a worker, and means to wait for it, but its own
//    process.exit ends the worker. A run that takes less than the worker's 3 s would build it in vain every time.
"use strict";

if ((process.env.JSII_AGENT || "").startsWith("Python/")) {
  const fs = require("fs");
  const Module = require("module");
  const threads = require("worker_threads");

  const PROVIDER_INDEX = /[\\/]@(cdktf|cdktn)[\\/]provider-[^\\/]+[\\/]lib[\\/]index\.js$/;
  const DECLARED = /^exports\.\w+ = .*= void 0;$/gm;
  const REQUIRED = /^exports\.(\w+) = (require\("\.\/[^"]+"\));$/gm;
  const LAZY = 'Object.defineProperty(exports, "$1", { enumerable: true, configurable: true, get: () => $2 });';

  const load = Module._extensions[".js"];
  Module._extensions[".js"] = function (module, filename) {
    if (!PROVIDER_INDEX.test(filename)) return load(module, filename);
    const text = fs.readFileSync(filename, "utf8");
    module._compile(text.replace(DECLARED, "").replace(REQUIRED, LAZY), filename);
  };

  const exit = process.exit.bind(process);
  let running = 0;
  let leaving = false;
  threads.Worker = class extends threads.Worker {
    constructor(...args) {
      super(...args);
      running += 1;
      this.once("exit", () => {
        running -= 1;
        if (leaving && running === 0) exit(0);
      });
    }
  };
  process.exit = (code) => {
    if (code || running === 0) exit(code);
    leaving = true;
  };
}
