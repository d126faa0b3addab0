return require('./second')
