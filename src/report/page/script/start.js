// Last, when everything is defined.
showAddress();
