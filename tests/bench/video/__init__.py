"""Twenty recorded calls at once, by clients that send media encoded beforehand."""
