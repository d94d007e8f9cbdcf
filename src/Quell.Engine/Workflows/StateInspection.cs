using Quell.Engine.Json;

namespace Quell.Engine.Workflows;

/// <summary>Is told of each step that data takes through a state: <c>afterParameters</c>, <c>afterResultSelector</c>; and of <c>error</c>.</summary>
internal delegate void StateInspection(string step, JsonValue value);
