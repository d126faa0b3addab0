namespace TemplateFunctions.Runtime.Text;

/// <summary>
/// Finds a byte string in another. The vectorised search of the platform takes quadratic time on repetitive input, so it gets only
/// the head of a long needle, in windows, and the comparison of the rest is paid for in steps.
/// </summary>
internal static class PlainSearch
{
    private const int HeadLength = 32;
    private const int Window = 64 << 10;
    private const int BytesPerStepShift = 4;

    /// <summary>Whether a pattern has no character with a meaning of its own, so that it can be searched as it is.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> pattern) => pattern.IndexOfAny(Special) < 0;

    /// <summary>Searches from <paramref name="position"/> on; the position then is that of the hit, or where to go on after a pause.</summary>
    public static SearchResult Find(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> needle, ref int position, ref StepMeter meter)
    {
        if (needle.IsEmpty)
        {
            return SearchResult.Found;
        }

        var head = needle[..Math.Min(needle.Length, HeadLength)];
        var tail = needle[head.Length..];
        while (subject.Length - position >= needle.Length)
        {
            meter.BeginAttempt();
            var window = subject.Slice(position, Math.Min(Window + head.Length, subject.Length - position - tail.Length));
            var hit = window.IndexOf(head);
            var passed = hit < 0 ? window.Length - head.Length + 1 : hit;
            position += passed;
            var common = 0;
            if (hit >= 0)
            {
                common = subject[(position + head.Length)..].CommonPrefixLength(tail);
                if (common == tail.Length)
                {
                    return SearchResult.Found;
                }

                position++;
            }

            if (!meter.Spend(1 + ((passed + common) >> BytesPerStepShift)))
            {
                return SearchResult.Fault;
            }

            if (meter.SliceOver)
            {
                return SearchResult.Paused;
            }
        }

        return SearchResult.NotFound;
    }

    private static readonly System.Buffers.SearchValues<byte> Special = System.Buffers.SearchValues.Create("^$*+?.([%-"u8);
}
