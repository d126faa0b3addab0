return require('@inner')
