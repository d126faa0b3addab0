// The tests measure the process they run in: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
