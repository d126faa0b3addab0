local b = { name = 'b', deep = require('./deep/deep') } return b
