"""How dates and times are written, where Django’s own choice isn’t ours (``FORMAT_MODULE_PATH``)."""
