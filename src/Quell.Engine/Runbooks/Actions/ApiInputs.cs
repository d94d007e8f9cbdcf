using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>The call that a step's author wrote: service, operation, and the operation's own inputs beside them.</summary>
internal sealed record ApiInputs(string Service, string Api, JsonObject Parameters)
{
    /// <exception cref="StepException">Service or Api is missing.</exception>
    public static ApiInputs Of(StepInputs inputs) =>
        new(inputs.Text("Service"), inputs.Text("Api"), inputs.Without("Service", "Api", "PropertySelector", "DesiredValues"));

    public void Call(StepVisit visit) => visit.Call(Service, Api, Parameters);
}
