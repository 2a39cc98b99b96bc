"""What the admins did, as the audit log has it, with the risk of each act."""
