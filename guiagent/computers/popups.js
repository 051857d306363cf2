// Draws the pickers of form fields in the page.
