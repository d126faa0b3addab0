return { kind = 'lua' }
