namespace TemplateFunctions.Hosting.Routes;

/// <summary>All routes of the HTTP contract over one executor; hosts bind them to whatever brings their requests.</summary>
internal sealed class Contract
{
    private readonly Dictionary<string, ContractRoute> _routes;

    public Contract(IExecutor executor, TimeProvider time, params IEnumerable<ContractRoute> more)
    {
        ContractRoute[] routes =
        [
            .. new ExecutionRoutes(executor, time).All(),
            .. new TemplateRoutes(executor).All(),
            .. new VmRoutes(executor).All(),
            .. new OperationsRoutes(executor).All(),
            .. more,
        ];
        Routes = routes;
        _routes = routes.ToDictionary(route => route.Key, StringComparer.Ordinal);
    }

    /// <summary>The routes in the order of the documentation.</summary>
    public IReadOnlyList<ContractRoute> Routes { get; }

    /// <summary>The route of that verb and pattern.</summary>
    /// <exception cref="KeyNotFoundException">The contract has no such route.</exception>
    public ContractRoute this[string key] => _routes[key];
}
