"""Every read of family pairing. None of them touches what a guardian must never see."""
