namespace TemplateFunctions.Luau.Syntax;

/// <summary>A declared variable: a local, a parameter or a loop variable.</summary>
internal sealed class Local(int name, int token, FunctionScope function, bool isConst)
{
    public int Name { get; } = name;

    /// <summary>Index of the declaring token.</summary>
    public int Token { get; } = token;

    public FunctionScope Function { get; } = function;

    public bool IsConst { get; } = isConst;

    /// <summary>Assigned after its declaration.</summary>
    public bool IsReassigned { get; set; }

    /// <summary>How often it is read or assigned.</summary>
    public int Uses { get; set; }

    /// <summary>How many of these are calls of it.</summary>
    public int Calls { get; set; }

    /// <summary>How many of these read or write a field of it, take its length or loop over it: nobody else gets hold of what it holds.</summary>
    public int TableUses { get; set; }

    /// <summary>Declared with a table constructor as its value.</summary>
    public bool IsTable { get; set; }

    /// <summary>Holds one table for all its life, and nobody else knows that table: it has no metatable.</summary>
    public bool IsPlainTable => IsTable && !IsReassigned && Uses == TableUses;

    /// <summary>The author says that it is a number. He may be wrong.</summary>
    public bool IsCalledNumber { get; set; }

    /// <summary>The body, for a <c>local function</c>.</summary>
    public FunctionBody? Body { get; set; }

    /// <summary>The body when all its calls are in sight, so that its arguments are known.</summary>
    public FunctionBody? ClosedBody => Uses == Calls && !IsReassigned ? Body : null;

    /// <summary>While the source is read: what the conditions around the place say that it is not above.</summary>
    public Expr? Bound { get; set; }

    /// <summary>While the result is written: neither nil nor false here.</summary>
    public bool IsTrue { get; set; }

    /// <summary>What is known of every value that it ever holds.</summary>
    public ValueFacts Facts { get; set; }
}
