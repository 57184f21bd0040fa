"""CMPP 2.0 and 3.0 (中国移动 互联网短信网关接口协议): a client on a TCP connection that is kept."""
