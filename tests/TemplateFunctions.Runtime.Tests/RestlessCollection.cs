using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests;

/// <summary>Tests beside a garbage collector that does not rest, which stops the threads of the whole process: when no others run.</summary>
[CollectionDefinition(nameof(RestlessCollector), DisableParallelization = true)]
public sealed class RestlessCollection;
