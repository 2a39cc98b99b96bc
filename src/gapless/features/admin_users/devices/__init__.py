"""The devices of a brand's admins: approve, block, forget."""
