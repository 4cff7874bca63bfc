variable "own_key" {
  default = "alias/own"
}

locals {
  everywhere = "0.0.0.0/0"
}

resource "aws_s3_bucket" "open" {
  bucket        = "open"
  force_destroy = "true"
}

resource "aws_s3_bucket" "closed" {
  bucket = "closed"
}

resource "aws_s3_bucket_public_access_block" "closed" {
  bucket                  = aws_s3_bucket.closed.id
  block_public_acls       = true
  block_public_policy     = "true"
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_public_access_block" "half" {
  bucket                  = aws_s3_bucket.open.id
  block_public_acls       = "false"
  block_public_policy     = false
  ignore_public_acls      = null
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "closed" {
  bucket = aws_s3_bucket.closed.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_logging" "closed" {
  bucket        = aws_s3_bucket.closed.id
  target_bucket = "logs"
  target_prefix = "log/"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "closed" {
  bucket = aws_s3_bucket.closed.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.main.arn
    }
  }
}

resource "aws_s3_bucket_policy" "anybody" {
  bucket = aws_s3_bucket.open.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.open.arn}/*"
    }]
  })
}

resource "aws_kms_key" "main" {
  enable_key_rotation = true
  policy              = <<EOF
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "kms:*", "Resource": "*"}]}
EOF
}

resource "aws_kms_key" "anybody" {
  enable_key_rotation = "false"
  policy              = <<EOF
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*"}]}
EOF
}

resource "aws_iam_policy" "everything" {
  policy = <<EOF
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
EOF
}

resource "aws_iam_policy" "roles" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], Resource = "*" },
      { Effect = "Allow", Action = ["s3:GetObject", "secretsmanager:GetSecretValue"], Resource = ["*"] },
    ]
  })
}

resource "aws_iam_policy" "narrow" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.closed.arn}/*" },
    ]
  })
}

resource "aws_iam_role" "anybody" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" } }]
  })
}

resource "aws_iam_role" "account" {
  assume_role_policy = <<EOF
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}]}
EOF
}

resource "aws_iam_role" "service" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_ecs_task_definition" "open" {
  family   = "open"
  pid_mode = "host"
  container_definitions = jsonencode([
    { name = "app", image = "app:1", privilege = true, readonlyRootFilesystem = false },
  ])
}

resource "aws_ecs_task_definition" "closed" {
  family                = "closed"
  container_definitions = <<EOF
[{"name": "app", "image": "app:1", "readonlyRootFilesystem": true}]
EOF
}

resource "aws_security_group" "open" {
  ingress {
    from_port       = 22
    to_port         = 22
    protocol        = "tcp"
    cidr_blocks     = [local.everywhere]
  }
  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "inside" {
  description = "from inside"
  ingress {
    description = "database"
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}

resource "aws_security_group_rule" "desktop" {
  type              = "ingress"
  description       = "desktops"
  from_port         = 3389
  to_port           = 3389
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
  security_group_id = aws_security_group.inside.id
}

resource "aws_sqs_queue" "own" {
  kms_master_key_id = aws_kms_key.main.arn
}

resource "aws_sqs_queue" "plain" {
  name = "plain"
}

resource "aws_sqs_queue_policy" "anybody" {
  queue_url = aws_sqs_queue.plain.id
  policy    = <<EOF
{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "${aws_sqs_queue.plain.arn}"}]}
EOF
}

resource "aws_sns_topic" "own" {
  kms_master_key_id = var.own_key
}

resource "aws_sns_topic" "plain" {
  kms_master_key_id = null
}

resource "aws_dynamodb_table" "kept" {
  name = "kept"
  point_in_time_recovery {
    enabled = "true"
  }
}

resource "aws_dynamodb_table" "lost" {
  name = "lost"
  point_in_time_recovery {
    enabled = false
  }
}

resource "aws_instance" "open" {
  associate_public_ip_address = true
  metadata_options {
    http_tokens = "optional"
  }
  root_block_device {
    encrypted = false
  }
}

resource "aws_instance" "closed" {
  associate_public_ip_address = false
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
  root_block_device {
    encrypted = true
  }
}

resource "aws_lb" "main" {
  load_balancer_type         = "application"
  drop_invalid_header_fields = true
}

resource "aws_lb_listener" "plain" {
  load_balancer_arn = aws_lb.main.arn
  port              = "80"
  protocol          = "HTTP"
  default_action {
    type = "forward"
  }
}

resource "aws_lb_listener" "redirect" {
  load_balancer_arn = aws_lb.main.arn
  port              = "80"
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "secure" {
  load_balancer_arn = aws_lb.main.arn
  port              = "443"
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  default_action {
    type = "forward"
  }
}

resource "aws_cloudtrail" "main" {
  s3_bucket_name             = aws_s3_bucket.closed.id
  is_multi_region_trail      = false
  enable_log_file_validation = "true"
}

resource "aws_lambda_function" "main" {
  function_name = "main"
  runtime       = "python3.6"
  tracing_config {
    mode = "Active"
  }
  environment {
    variables = {
      LEVEL = "info"
    }
  }
}

resource "aws_lambda_permission" "anybody" {
  function_name = aws_lambda_function.main.function_name
  action        = "lambda:InvokeFunction"
  principal     = "*"
}

resource "aws_lambda_permission" "bucket" {
  function_name = aws_lambda_function.main.function_name
  action        = "lambda:InvokeFunction"
  principal     = "s3.amazonaws.com"
  source_arn    = aws_s3_bucket.closed.arn
}

data "aws_iam_policy_document" "everything" {
  statement {
    effect    = "Allow"
    actions   = ["*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "narrow" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.own.arn]
  }
}
