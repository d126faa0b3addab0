using System.Text;

namespace TemplateFunctions.Core.Authoring;

/// <summary>Turns a type in Luau's syntax into one in that of LuaLS: <c>{string}?</c> becomes <c>string[]?</c>.</summary>
internal sealed class LuaLsType
{
    private readonly string _text;
    private int _at;

    private LuaLsType(string text) => _text = text;

    public static string Of(string luau)
    {
        var reader = new LuaLsType(luau);
        var result = reader.Union();
        return reader._at == luau.Length ? result : throw new FormatException($"'{luau}' is not a type: unexpected text at {reader._at}.");
    }

    private string Union()
    {
        var result = Optional();
        while (Take('|'))
        {
            result += "|" + Optional();
        }

        return result;
    }

    private string Optional()
    {
        var result = Simple();
        while (Take('?'))
        {
            result += result.Contains('|', StringComparison.Ordinal) && !result.StartsWith('(') ? "|nil" : "?";
        }

        return result;
    }

    private string Simple()
    {
        if (Take('('))
        {
            return Parenthesised();
        }

        if (Take('{'))
        {
            return Table();
        }

        Skip();
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '"' or '.'))
        {
            _at++;
        }

        return _at > start ? _text[start.._at].TrimStart('.') : throw new FormatException($"'{_text}' is not a type: a name is missing at {start}.");
    }

    /// <summary>A function, or a type in parentheses.</summary>
    private string Parenthesised()
    {
        var parameters = new List<string>();
        while (!Take(')'))
        {
            var type = Union();
            if (Take(':'))
            {
                type = $"{type}: {Union()}";
            }
            else if (_text[.._at].EndsWith("..." + type, StringComparison.Ordinal))
            {
                type = $"...: {type}";
            }

            parameters.Add(type);
            Take(',');
        }

        if (!Take('-'))
        {
            return $"({string.Join(", ", parameters)})";
        }

        Take('>');
        var isPack = _text[_at..].TrimStart().StartsWith("...", StringComparison.Ordinal);
        var result = Union();
        return $"fun({string.Join(", ", parameters)}): {(isPack ? "..." : "")}{result}";
    }

    /// <summary>A list, a map or fields.</summary>
    private string Table()
    {
        if (Take('['))
        {
            var key = Union();
            Take(']');
            Take(':');
            var value = Union();
            Take('}');
            return $"table<{key}, {value}>";
        }

        var fields = new StringBuilder();
        while (!Take('}'))
        {
            var first = Union();
            if (!Take(':'))
            {
                Take('}');
                return first.Contains('|', StringComparison.Ordinal) && !first.StartsWith('(') ? $"({first})[]" : $"{first}[]";
            }

            fields.Append(fields.Length == 0 ? "" : ", ").Append($"{first}: {Union()}");
            Take(',');
        }

        return $"{{ {fields} }}";
    }

    private bool Take(char wanted)
    {
        Skip();
        if (_at >= _text.Length || _text[_at] != wanted)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Skip()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }
}
