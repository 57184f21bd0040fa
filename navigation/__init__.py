"""Smart navigation (智能导航): which page, form or person an answer leads to, and whether that helped."""
