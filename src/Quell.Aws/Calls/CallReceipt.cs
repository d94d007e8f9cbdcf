namespace Quell.Aws.Calls;

/// <summary>What wants to be written in the same commit as a call's effect; the process that has the journal knows what it is.</summary>
internal abstract class CallReceipt;
