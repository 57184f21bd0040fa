"""Smart diversion (智能分流): rules that people read and change say where a customer's turn goes."""
