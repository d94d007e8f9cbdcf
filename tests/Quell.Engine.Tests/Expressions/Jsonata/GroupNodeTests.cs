using Quell.Engine.Json;

namespace Quell.Engine.Tests.Expressions.Jsonata;

public sealed class GroupNodeTests
{
    /// <remarks>The reference implementation ends in a fault of its own there; without a variable it groups nothing in the same way.</remarks>
    [Theory]
    [InlineData("a@$x.b{\"k\": 1}", """{"k":1}""")]
    [InlineData("$.a@$x[false]{\"k\": $x}", "{}")]
    [InlineData("a#$i[false]{\"k\": $i}", "{}")]
    [InlineData("a.b{\"k\": 1}", """{"k":1}""")]
    public void Groups_nothing_where_variables_are_bound_to_nothing(string expression, string result) =>
        Evaluating.Of(expression, JsonValue.Parse("""{"a":[1,2]}""")).ShouldBe(result);
}
