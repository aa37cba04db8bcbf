"""One page on one person for a lawyer, to print: as PDF and as HTML, from the same data."""

from amparo.publish.sheets.rendering import html_page, pdf_page

__all__ = ["html_page", "pdf_page"]
