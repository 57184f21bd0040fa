"""The website of the invented bank 远桥银行: static pages that embed the web chat with one script tag."""
