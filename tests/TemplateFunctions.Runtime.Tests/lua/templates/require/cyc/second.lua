return require('./first')
