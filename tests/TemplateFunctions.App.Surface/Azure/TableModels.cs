namespace Azure.Data.Tables.Models;

public class TableItem
{
    internal TableItem()
    {
    }

    public string Name => throw new NotSupportedException();
}
