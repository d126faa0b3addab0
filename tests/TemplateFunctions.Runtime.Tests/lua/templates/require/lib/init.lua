return { name = 'lib/init', me = require('./b') }
