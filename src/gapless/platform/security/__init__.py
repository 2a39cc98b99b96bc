"""How sign-ins are judged and guarded: devices, places, suspicion, and the history of them."""
