using System.Text;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>Writes Lua text so that each piece begins on the line it has in the source, as long as pieces come in source order.</summary>
internal sealed class LineWriter(int capacity)
{
    private readonly StringBuilder _text = new(capacity);
    private char _tail = '\n';

    /// <summary>Line being written, from 1.</summary>
    public int Line { get; private set; } = 1;

    public int Length => _text.Length;

    /// <summary>A piece without line ends.</summary>
    public void Put(string piece, int line) => Put(piece.AsSpan(), line);

    public void Put(ReadOnlySpan<char> piece, int line)
    {
        MoveTo(line);
        Separate(piece);
        _text.Append(piece);
        _tail = piece[^1];
    }

    /// <summary>A piece directly behind the one before.</summary>
    public void PutJoined(ReadOnlySpan<char> piece, int line)
    {
        MoveTo(line);
        _text.Append(piece);
        _tail = piece[^1];
    }

    /// <summary>A piece with line ends in it, such as a long string.</summary>
    public void PutLines(ReadOnlySpan<char> piece, int line)
    {
        Put(piece, line);
        Line += piece.Count('\n');
    }

    /// <summary>Opens a double-quoted string; the caller appends its inside and calls <see cref="CloseQuote"/>.</summary>
    public StringBuilder OpenQuote(int line)
    {
        MoveTo(line);
        Separate("\"");
        return _text.Append('"');
    }

    public void CloseQuote()
    {
        _text.Append('"');
        _tail = '"';
    }

    public override string ToString() => _text.ToString();

    public string ToString(string prologue) => _text.Insert(0, prologue).ToString();

    private void MoveTo(int line)
    {
        if (Line < line)
        {
            _text.Append('\n', line - Line);
            Line = line;
            _tail = '\n';
        }
    }

    private void Separate(ReadOnlySpan<char> piece)
    {
        if (_tail is not ('\n' or '(') && !(piece.Length == 1 && piece[0] is (',' or ';' or ')' or ']' or '.' or ':' or '(')))
        {
            _text.Append(' ');
        }
    }
}
