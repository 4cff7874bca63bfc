variable "name" { type = string }
variable "key" { type = string }

locals {
  full = "${var.name}-x"
}

resource "aws_sqs_queue" "inner" {
  count             = 2
  name              = "${local.full}-${count.index}"
  kms_master_key_id = var.key
}

resource "aws_security_group" "web" {
  name        = "web-${var.name}"
  description = "of the tests"
  dynamic "ingress" {
    for_each = [80, 443]
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["10.0.0.0/8"]
    }
  }
}

module "topic" {
  source = "./topic"
  name   = var.name
}
