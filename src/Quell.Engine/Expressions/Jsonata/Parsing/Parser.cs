using System.Runtime.CompilerServices;
using System.Text;
using Quell.Engine.Expressions.Jsonata.Functions;

namespace Quell.Engine.Expressions.Jsonata.Parsing;

/// <summary>Reads an expression by the binding powers of its operators (Pratt's method).</summary>
internal sealed class Parser
{
    private const int MaxDepth = 500;

    private readonly Lexer _lexer;
    private Token _token;
    private int _depth;

    private Parser(string text)
    {
        _lexer = new(text);
        _token = _lexer.Next(isInfix: false);
    }

    /// <exception cref="JsonataException">S…: the text is no expression.</exception>
    public static Syntax Parse(string text)
    {
        var parser = new Parser(text);
        var syntax = parser.Expression(0);
        return parser._token.Kind == TokenKind.End
            ? syntax
            : throw new JsonataException("S0201", $"Syntax error: \"{parser._token.Text}\"", parser._token.Position);
    }

    private static int Power(Token token) => token.Kind != TokenKind.Operator ? 0 : token.Id switch
    {
        "(" or "@" or "#" or "[" => 80,
        "." => 75,
        "{" => 70,
        "*" or "/" or "%" => 60,
        "+" or "-" or "&" => 50,
        "=" or "!=" or "<" or ">" or "<=" or ">=" or "^" or "~>" or "in" or "?:" or "??" => 40,
        "and" => 30,
        "or" => 25,
        "?" or ".." => 20,
        ":=" => 10,
        _ => 0,
    };

    private Syntax Expression(int power)
    {
        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new JsonataException("U1001", $"The expression is nested deeper than {MaxDepth} levels", _token.Position);
        }

        var token = _token;
        Advance(null, isInfix: true);
        var left = Prefix(token);
        while (power < Power(_token))
        {
            token = _token;
            // '..' binds in array constructors only, which look for it themselves.
            if (token.Id == "..")
            {
                break;
            }

            Advance();
            left = Infix(token, left);
        }

        _depth--;
        return left;
    }

    private void Advance(string? id = null, bool isInfix = false)
    {
        if (id is not null && (_token.Kind != TokenKind.Operator || _token.Id != id))
        {
            throw _token.Kind == TokenKind.End
                ? new JsonataException("S0203", $"Expected \"{id}\" before end of expression", _token.Position)
                : new JsonataException("S0202", $"Expected \"{id}\", got \"{_token.Text}\"", _token.Position);
        }

        _token = _lexer.Next(isInfix);
    }

    private bool Is(string id) => _token.Kind == TokenKind.Operator && _token.Id == id;

    private bool Take(string id)
    {
        if (!Is(id))
        {
            return false;
        }

        Advance();
        return true;
    }

    private Syntax Prefix(Token token)
    {
        Syntax Of(SyntaxKind kind) => new(kind, token.Position) { Text = token.Text, Value = token.Value };
        switch (token.Kind)
        {
            case TokenKind.End:
                // What should have come after it is the greater mistake.
                return Of(SyntaxKind.End);
            case TokenKind.Name:
                return Of(SyntaxKind.Name);
            case TokenKind.Variable:
                return Of(SyntaxKind.Variable);
            case TokenKind.String:
                return Of(SyntaxKind.String);
            case TokenKind.Number:
                return Of(SyntaxKind.Number);
            case TokenKind.Value:
                return Of(SyntaxKind.Value);
            case TokenKind.Regex:
                var regex = Of(SyntaxKind.Regex);
                regex.Value = new(RegexFunction.Compile(token.Text, token.Flags, token.Position));
                return regex;
        }

        switch (token.Id)
        {
            case "and" or "or" or "in":
                return Of(SyntaxKind.Name);
            case "*":
                return Of(SyntaxKind.Wildcard);
            case "**":
                return Of(SyntaxKind.Descendant);
            case "%":
                return Of(SyntaxKind.Parent);
            case "-":
                return Of(SyntaxKind.Negate).With(Expression(70));
            case "(":
                return Block(Of(SyntaxKind.Block));
            case "[":
                return Array(Of(SyntaxKind.Array));
            case "{":
                var made = Of(SyntaxKind.Object);
                made.Pairs = Pairs();
                return made;
            case "|":
                return Transform(Of(SyntaxKind.Transform));
            default:
                throw new JsonataException("S0211", $"The symbol \"{token.Id}\" cannot be used as a unary operator", token.Position);
        }
    }

    private Syntax Infix(Token token, Syntax left)
    {
        var power = Power(token);
        Syntax Of(SyntaxKind kind) => new(kind, token.Position) { Text = token.Id };
        switch (token.Id)
        {
            case "(":
                return Call(token, left);
            case "[":
                return Predicate(token, left);
            case "{":
                var group = Of(SyntaxKind.Group).With(left);
                group.Pairs = Pairs();
                return group;
            case "^":
                return Order(Of(SyntaxKind.Order).With(left));
            case "?":
                var condition = Of(SyntaxKind.Condition).With(left, Expression(0));
                return Take(":") ? condition.With(Expression(0)) : condition;
            case "?:":
                return Of(SyntaxKind.Condition).With(left, left, Expression(0));
            case "??":
                return Of(SyntaxKind.Condition).With(new Syntax(SyntaxKind.Exists, token.Position).With(left), left, Expression(0));
            case ":=":
                return left.Kind == SyntaxKind.Variable
                    ? Of(SyntaxKind.Bind).With(left, Expression(power - 1))
                    : throw new JsonataException("S0212", "The left side of := must be a variable name (start with $)", left.Position);
            case "@" or "#":
                var right = Expression(power);
                return right.Kind == SyntaxKind.Variable
                    ? Of(token.Id == "@" ? SyntaxKind.Focus : SyntaxKind.Index).With(left, right)
                    : throw new JsonataException("S0214", $"The right side of {token.Id} must be a variable name (start with $)", token.Position);
            default:
                return Of(SyntaxKind.Binary).With(left, Expression(power));
        }
    }

    private Syntax Block(Syntax block)
    {
        while (!Is(")"))
        {
            block.With(Expression(0));
            if (!Take(";"))
            {
                break;
            }
        }

        Advance(")", isInfix: true);
        return block;
    }

    private Syntax Array(Syntax array)
    {
        if (!Is("]"))
        {
            do
            {
                var item = Expression(0);
                if (Is(".."))
                {
                    var position = _token.Position;
                    Advance();
                    item = new Syntax(SyntaxKind.Binary, position) { Text = ".." }.With(item, Expression(0));
                }

                array.With(item);
            }
            while (Take(","));
        }

        Advance("]", isInfix: true);
        return array;
    }

    private List<(Syntax Key, Syntax Value)> Pairs()
    {
        List<(Syntax Key, Syntax Value)> pairs = [];
        if (!Is("}"))
        {
            do
            {
                var key = Expression(0);
                Advance(":");
                pairs.Add((key, Expression(0)));
            }
            while (Take(","));
        }

        Advance("}", isInfix: true);
        return pairs;
    }

    private Syntax Transform(Syntax transform)
    {
        transform.With(Expression(20));
        Advance("|");
        transform.With(Expression(20));
        if (Take(","))
        {
            transform.With(Expression(20));
        }

        Advance("|", isInfix: true);
        return transform;
    }

    private Syntax Predicate(Token token, Syntax left)
    {
        if (Is("]"))
        {
            var step = left;
            while (step.Kind == SyntaxKind.Predicate)
            {
                step = step.Parts[0];
            }

            step.KeepsArray = true;
            Advance("]", isInfix: true);
            return left;
        }

        var predicate = new Syntax(SyntaxKind.Predicate, token.Position).With(left, Expression(0));
        Advance("]", isInfix: true);
        return predicate;
    }

    private Syntax Order(Syntax order)
    {
        Advance("(");
        do
        {
            var isDescending = Take(">");
            if (!isDescending)
            {
                Take("<");
            }

            order.Terms.Add((Expression(0), isDescending));
        }
        while (Take(","));
        Advance(")", isInfix: true);
        return order;
    }

    private Syntax Call(Token token, Syntax left)
    {
        var call = new Syntax(SyntaxKind.Function, token.Position) { Text = left.Text }.With(left);
        if (!Is(")"))
        {
            do
            {
                if (Is("?"))
                {
                    call.Kind = SyntaxKind.Partial;
                    call.With(new Syntax(SyntaxKind.Placeholder, _token.Position));
                    Advance();
                }
                else
                {
                    call.With(Expression(0));
                }
            }
            while (Take(","));
        }

        Advance(")", isInfix: true);
        return left.Kind == SyntaxKind.Name && left.Text is "function" or "λ" ? Lambda(call) : call;
    }

    private Syntax Lambda(Syntax lambda)
    {
        lambda.Kind = SyntaxKind.Lambda;
        lambda.Parts.RemoveAt(0);
        var wrong = lambda.Parts.FindIndex(parameter => parameter.Kind != SyntaxKind.Variable);
        if (wrong >= 0)
        {
            throw new JsonataException("S0208", $"Parameter {wrong + 1} of function definition must be a variable name (start with $)", lambda.Position);
        }

        if (Is("<"))
        {
            lambda.Signature = SignatureText();
        }

        Advance("{");
        lambda.With(Expression(0));
        Advance("}", isInfix: true);
        return lambda;
    }

    private Signature SignatureText()
    {
        var (text, depth) = (new StringBuilder("<"), 1);
        var position = _token.Position;
        while (depth > 0 && !Is("{") && _token.Kind != TokenKind.End)
        {
            Advance();
            depth += Is(">") ? -1 : Is("<") ? 1 : 0;
            text.Append(_token.Text);
            if (text.Length > Signature.MaxLength)
            {
                throw new JsonataException("U1001", $"A signature must not have more than {Signature.MaxLength} characters", position);
            }
        }

        Advance(">");
        return Signature.Parse(text.ToString(), position);
    }
}
