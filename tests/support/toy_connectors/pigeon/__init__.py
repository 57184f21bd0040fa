"""Letters by pigeon: an invented provider (the loft) that rations, knows no buttons, and signs its calls."""
