using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Parsing;

/// <summary>Names: what is declared where, and what flows into it.</summary>
internal sealed partial class Parser
{
    /// <summary>The innermost local of each name.</summary>
    private readonly Local?[] _visible;
    private readonly List<(int Name, Local? Hidden)> _declared = new(64);
    private readonly List<ValueFlow> _flows = [];
    private readonly List<(Local? Owner, FunctionBody Body)> _functions = [];
    private readonly List<CallExpr> _calls = [];

    /// <summary>Locals that the <c>until</c> condition being read must not use, with the line of the <c>continue</c> that skips them.</summary>
    private readonly Dictionary<Local, int> _skipped = [];
    private FunctionScope _function;

    /// <summary>Depth of <see cref="_declared"/> below which a type function sees nothing, 0 outside of one.</summary>
    private FunctionScope? _typeFunction;

    private Local Declare(int token, bool isConst = false)
    {
        var local = NewLocal(token, isConst);
        Show(local);
        return local;
    }

    private Local NewLocal(int token, bool isConst = false)
    {
        var name = _tokens[token].Kind == Lexing.TokenKind.Name ? _tokens[token].Name : _visible.Length - 1;
        return new Local(name, token, _function, isConst);
    }

    private void Show(Local local)
    {
        _declared.Add((local.Name, _visible[local.Name]));
        _visible[local.Name] = local;
    }

    /// <summary>The expression stands where only what is in the table matters.</summary>
    private static void CountTableUse(Expr table)
    {
        if (table is NameExpr { Local: { } local })
        {
            local.TableUses++;
        }
    }

    private int OpenScope() => _declared.Count;

    private void CloseScope(int mark)
    {
        for (var i = _declared.Count - 1; i >= mark; i--)
        {
            _visible[_declared[i].Name] = _declared[i].Hidden;
        }

        _declared.RemoveRange(mark, _declared.Count - mark);
    }

    private NameExpr Resolve(int token)
    {
        var name = _tokens[token].Name;
        var local = _visible[name];
        if (local is null)
        {
            return new NameExpr(token, name, null, false);
        }

        local.Uses++;
        var isUpvalue = local.Function != _function;
        for (var function = _function; function != local.Function && function is not null; function = function.Parent)
        {
            if (!function.Upvalues.Add(local))
            {
                break;
            }

            if (function == _typeFunction)
            {
                ErrorAt(LuauDiagnosticCodes.Type, token, $"a type function cannot use the local '{_names[name]}' from outside of it");
            }
        }

        if (_skipped.Count > 0 && _skipped.TryGetValue(local, out var line))
        {
            ErrorAt(LuauDiagnosticCodes.SkippedLocal, token, $"the condition of this loop cannot use '{_names[name]}': the 'continue' on line {line} may jump over its declaration");
        }

        return new NameExpr(token, name, local, isUpvalue);
    }

    private void Flow(Local target, Expr? value) => _flows.Add(new ValueFlow(target, value, BoundOf(value)));

    /// <summary>The flows into parameters: the arguments where every call of the function is in sight, else anything.</summary>
    private void FlowParameters()
    {
        foreach (var (owner, body) in _functions)
        {
            if (owner?.ClosedBody is null)
            {
                body.Parameters.ForEach(parameter => Flow(parameter.Local, null));
            }
        }

        foreach (var call in _calls)
        {
            if (call.Function is NameExpr { Local.ClosedBody: { } body })
            {
                Flow(body.Parameters, call.Arguments);
            }
        }
    }

    /// <summary>The flows of <c>targets = values</c>. A target without a value of its own gets nil or whatever a call returns.</summary>
    private void Flow(List<Binding> targets, List<Expr> values)
    {
        for (var i = 0; i < targets.Count; i++)
        {
            Flow(targets[i].Local, i < values.Count ? values[i] : null);
        }
    }
}
