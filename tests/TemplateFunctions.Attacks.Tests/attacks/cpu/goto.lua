-- An endless goto.
-- expect: timeout TF3002
::again:: goto again
