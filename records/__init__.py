"""Records of customers: given to them, erased, kept while a hold stands, removed when their time is over."""
