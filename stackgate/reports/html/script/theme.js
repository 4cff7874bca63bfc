// Before anything is painted: the theme that the reader chose, where the browser remembers one.
try {
  const theme = localStorage.getItem("stackgate-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {}
