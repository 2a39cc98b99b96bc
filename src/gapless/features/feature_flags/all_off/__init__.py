"""Turning every flag off in one act, and undoing that in one."""
