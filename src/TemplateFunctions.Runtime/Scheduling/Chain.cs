namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>Something that stands in at most one <see cref="Chain{T}"/>, linked through itself.</summary>
internal interface IChained<T>
    where T : class, IChained<T>
{
    /// <summary>Neighbours in the chain.</summary>
    T? Previous { get; set; }

    /// <inheritdoc cref="Previous"/>
    T? Next { get; set; }
}

/// <summary>A list without nodes of its own: what comes and goes with every small run allocates nothing for it. A field, never copied.</summary>
internal struct Chain<T>
    where T : class, IChained<T>
{
    public T? First { get; private set; }

    public int Count { get; private set; }

    public void Add(T item)
    {
        item.Previous = null;
        item.Next = First;
        First?.Previous = item;
        First = item;
        Count++;
    }

    public void Remove(T item)
    {
        if (item.Previous is { } previous)
        {
            previous.Next = item.Next;
        }
        else
        {
            First = item.Next;
        }

        item.Next?.Previous = item.Previous;
        item.Previous = item.Next = null;
        Count--;
    }
}
