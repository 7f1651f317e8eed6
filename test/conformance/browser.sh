#!/bin/sh
# Stands in for the browser: the suite's sign-in pages ask nothing and lead straight back.
exec curl --silent --show-error --location --output /dev/null "$1"
