namespace Quell.Tests.Server;

/// <summary><c>--auth required</c>: only keys that IAM made, for every service in its own words.</summary>
public class AuthenticationTests
{
    [ClientFact(nameof(ClientPrograms.Python))]
    public async Task Unknown_keys_are_refused_where_authentication_is_required()
    {
        var quell = new RunningQuell();
        await quell.InitializeAsync();
        try
        {
            var wire = new WireSocket(quell.Address);
            await wire.Call("iam", "Action=CreateUser&Version=2010-05-08&UserName=root");
            await wire.Call("iam", "Action=AttachUserPolicy&Version=2010-05-08&UserName=root&PolicyArn=arn:aws:iam::aws:policy/AdministratorAccess");
            var made = await wire.Call("iam", "Action=CreateAccessKey&Version=2010-05-08&UserName=root");
            await quell.Stop();
            await quell.Start(options => options with { RequiresAuthentication = true });

            var passed = await quell.Check(ClientPrograms.Python, "signatures.py", made.Text("AccessKeyId"), made.Text("SecretAccessKey"));

            passed.ShouldContain("s3 unknown key");
            passed.ShouldContain("events unknown key");
        }
        finally
        {
            await quell.DisposeAsync();
        }
    }
}
