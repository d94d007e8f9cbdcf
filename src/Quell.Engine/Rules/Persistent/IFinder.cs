namespace Quell.Engine.Rules.Persistent;

/// <summary>Takes what a search comes upon.</summary>
internal interface IFinder<T>
    where T : class
{
    /// <summary>What is found for certain, and what has to be looked at before it counts.</summary>
    void Found(Bag<T> sure, Bag<T> maybe);
}
