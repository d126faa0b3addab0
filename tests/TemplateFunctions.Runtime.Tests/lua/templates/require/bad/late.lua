task.wait(0.02) error('late failure')
