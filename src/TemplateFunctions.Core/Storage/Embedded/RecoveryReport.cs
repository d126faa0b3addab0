namespace TemplateFunctions.Core.Storage.Embedded;

/// <summary>What opening the store found.</summary>
/// <param name="Files">Snapshot and log files read.</param>
/// <param name="Rows">Rows alive afterwards.</param>
/// <param name="Cut">The unfinished write at the end that was cut off, when there was one. It had not been acknowledged.</param>
public sealed record RecoveryReport(int Files, long Rows, TornTail? Cut);

/// <summary>The end of a log that a crash left unfinished.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Offset">Where the undamaged part ends.</param>
/// <param name="Bytes">How many bytes were cut off.</param>
public sealed record TornTail(string File, long Offset, long Bytes);
