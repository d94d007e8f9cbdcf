// One write and one read of every service with the AWS SDK for JavaScript v3; S3 with what its clients send today.
// Arguments: the endpoint, the services that are served, the folder that holds node_modules.
import { createRequire } from "node:module";
import { join } from "node:path";
import { Readable } from "node:stream";

const [endpoint, served, folder] = process.argv.slice(2);
const load = createRequire(join(folder, "index.js"));
const services = new Set(served.split(","));
const settings = { endpoint, region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" }, maxAttempts: 1 };

async function check(name, run) {
  if (!services.has(name.split(" ")[0])) return console.log(`skipped ${name}: it is not served`);
  try {
    await run();
    console.log(`ok ${name}`);
  } catch (fault) {
    console.log(`FAILED ${name}: ${fault.name}: ${fault.message} ${String(fault.stack).split("\n")[1]}`);
  }
}

function same(actual, expected) {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) throw new Error(`${one} is not ${other}`);
}

async function refused(name, call) {
  try {
    await call();
  } catch (fault) {
    same(fault.name, name);
    if (!fault.$metadata.requestId) throw new Error("the error has no request id");
    return;
  }
  throw new Error(`not refused with ${name}`);
}

const unique = (prefix) => `${prefix}-${Math.random().toString(16).slice(2, 10)}`;

await check("ec2", async () => {
  const { EC2 } = load("@aws-sdk/client-ec2");
  const ec2 = new EC2(settings);
  const { Vpc } = await ec2.createVpc({ CidrBlock: "10.3.0.0/16" });
  const { Vpcs } = await ec2.describeVpcs({ VpcIds: [Vpc.VpcId] });
  same(Vpcs[0].CidrBlock, "10.3.0.0/16");
  await refused("InvalidVpcID.NotFound", () => ec2.describeVpcs({ VpcIds: ["vpc-00000000000000000"] }));
});

await check("iam", async () => {
  const { IAM } = load("@aws-sdk/client-iam");
  const iam = new IAM(settings);
  const UserName = unique("user");
  await iam.createUser({ UserName });
  same((await iam.getUser({ UserName })).User.UserName, UserName);
  await refused("NoSuchEntityException", () => iam.getUser({ UserName: "nobody-of-that-name" }));
});

await check("sts", async () => {
  const { STS } = load("@aws-sdk/client-sts");
  same((await new STS(settings).getCallerIdentity({})).Account, "000000000000");
});

await check("cloudtrail", async () => {
  const { CloudTrail } = load("@aws-sdk/client-cloudtrail");
  const { Events } = await new CloudTrail(settings).lookupEvents({ MaxResults: 5 });
  same(Events.length > 0 && Events[0].EventTime instanceof Date, true);
});

await check("events", async () => {
  const { EventBridge } = load("@aws-sdk/client-eventbridge");
  const events = new EventBridge(settings);
  const Name = unique("rule");
  await events.putRule({ Name, EventPattern: '{"source":["a"]}' });
  same((await events.describeRule({ Name })).State, "ENABLED");
  const { FailedEntryCount } = await events.putEvents({ Entries: [{ Source: "a", DetailType: "b", Detail: "{}", Time: new Date() }] });
  same(FailedEntryCount, 0);
  await refused("ResourceNotFoundException", () => events.describeRule({ Name: "no-such-rule" }));
});

await check("stepfunctions", async () => {
  const { SFN, paginateGetExecutionHistory, paginateListStateMachines } = load("@aws-sdk/client-sfn");
  const states = new SFN(settings);
  const [name, roleArn] = [unique("flow"), "arn:aws:iam::000000000000:role/flows"];
  const definition = (state) => JSON.stringify({ StartAt: state, States: { [state]: { Type: "Pass", End: true } } });
  const { stateMachineArn, creationDate } = await states.createStateMachine({ name, roleArn, definition: definition("A"), tags: [{ key: "team", value: "ops" }] });
  same(creationDate instanceof Date, true);
  const { revisionId, stateMachineVersionArn } = await states.updateStateMachine({ stateMachineArn, definition: definition("B"), publish: true });
  same(stateMachineVersionArn, `${stateMachineArn}:1`);
  const shown = await states.describeStateMachine({ stateMachineArn });
  same([shown.status, shown.definition, shown.revisionId, shown.creationDate], ["ACTIVE", definition("B"), revisionId, creationDate]);
  const { stateMachineAliasArn } = await states.createStateMachineAlias({ name: "live", routingConfiguration: [{ stateMachineVersionArn, weight: 100 }] });
  same((await states.describeStateMachineAlias({ stateMachineAliasArn })).routingConfiguration, [{ stateMachineVersionArn, weight: 100 }]);
  const listed = [];
  for await (const page of paginateListStateMachines({ client: states, pageSize: 1 }, {})) listed.push(...page.stateMachines.map((each) => each.name));
  same(listed.includes(name), true);
  same((await states.listTagsForResource({ resourceArn: stateMachineArn })).tags, [{ key: "team", value: "ops" }]);
  const { activityArn } = await states.createActivity({ name });
  same((await states.describeActivity({ activityArn })).name, name);
  same((await states.validateStateMachineDefinition({ definition: "{}" })).result, "FAIL");
  await refused("ConflictException", () => states.deleteStateMachineVersion({ stateMachineVersionArn }));
  const waiting = JSON.stringify({ StartAt: "Ask", States: { Ask: { Type: "Task", Resource: activityArn, End: true } } });
  await states.updateStateMachine({ stateMachineArn, definition: waiting });
  const poll = states.getActivityTask({ activityArn, workerName: "js" });
  const { executionArn, startDate } = await states.startExecution({ stateMachineArn, name: "one", input: '{"a":1}' });
  const { taskToken, input } = await poll;
  same([input, startDate instanceof Date], ['{"a":1}', true]);
  await states.sendTaskSuccess({ taskToken, output: "[2]" });
  let described;
  do described = await states.describeExecution({ executionArn }); while (described.status === "RUNNING");
  same([described.status, described.output, described.startDate], ["SUCCEEDED", "[2]", startDate]);
  const events = [];
  for await (const page of paginateGetExecutionHistory({ client: states, pageSize: 2 }, { executionArn })) events.push(...page.events.map((each) => each.type));
  same(events, ["ExecutionStarted", "TaskStateEntered", "ActivityScheduled", "ActivityStarted", "ActivitySucceeded", "TaskStateExited", "ExecutionSucceeded"]);
  const second = await states.startExecution({ stateMachineArn });
  same((await states.stopExecution({ executionArn: second.executionArn, error: "Enough" })).stopDate instanceof Date, true);
  await refused("TaskTimedOut", () => states.sendTaskSuccess({ taskToken, output: "[2]" }));
  await refused("ExecutionAlreadyExists", () => states.startExecution({ stateMachineArn, name: "one" }));
  await states.deleteStateMachine({ stateMachineArn });
  await refused("StateMachineDoesNotExist", () => states.describeStateMachine({ stateMachineArn }));
  await refused("InvalidDefinition", () => states.createStateMachine({ name, roleArn, definition: "{}" }));
});

await check("ssm", async () => {
  const { SSM, paginateDescribeAutomationStepExecutions } = load("@aws-sdk/client-ssm");
  const ssm = new SSM(settings);
  const Name = unique("run");
  const Content = JSON.stringify({
    schemaVersion: "0.3",
    parameters: { Cidr: { type: "String", default: "10.99.0.0/16" } },
    mainSteps: [
      { name: "hold", action: "aws:pause", inputs: {} },
      { name: "make", action: "aws:executeAwsApi", inputs: { Service: "ec2", Api: "CreateVpc", CidrBlock: "{{ Cidr }}" },
        outputs: [{ Name: "VpcId", Selector: "$.Vpc.VpcId", Type: "String" }] },
    ],
    outputs: ["make.VpcId"],
  });
  const { DocumentDescription } = await ssm.createDocument({ Name, Content, DocumentType: "Automation", DocumentFormat: "JSON" });
  same([DocumentDescription.Status, DocumentDescription.CreatedDate instanceof Date], ["Creating", true]);
  same((await ssm.getDocument({ Name, DocumentFormat: "YAML" })).Content.startsWith("---\n"), true);
  const shown = async (AutomationExecutionId, isSo) => {
    for (;;) {
      const { AutomationExecution } = await ssm.getAutomationExecution({ AutomationExecutionId });
      if (isSo(AutomationExecution)) return AutomationExecution;
    }
  };
  const { AutomationExecutionId } = await ssm.startAutomationExecution({ DocumentName: Name, Parameters: { Cidr: ["10.98.0.0/16"] } });
  await shown(AutomationExecutionId, (execution) => execution.AutomationExecutionStatus === "Waiting");
  await refused("InvalidAutomationSignalException", () => ssm.sendAutomationSignal({ AutomationExecutionId, SignalType: "Approve" }));
  await ssm.sendAutomationSignal({ AutomationExecutionId, SignalType: "Resume", Payload: { StepName: ["hold"] } });
  const ended = await shown(AutomationExecutionId, (execution) => execution.ExecutionEndTime instanceof Date);
  same([ended.AutomationExecutionStatus, ended.Parameters.Cidr, ended.Outputs["make.VpcId"][0].startsWith("vpc-")], ["Success", ["10.98.0.0/16"], true]);
  const steps = [];
  for await (const page of paginateDescribeAutomationStepExecutions({ client: ssm, pageSize: 1 }, { AutomationExecutionId })) steps.push(...page.StepExecutions.map((each) => each.StepName));
  same(steps, ["hold", "make"]);
  const second = (await ssm.startAutomationExecution({ DocumentName: Name })).AutomationExecutionId;
  await ssm.stopAutomationExecution({ AutomationExecutionId: second, Type: "Cancel" });
  same((await shown(second, (execution) => execution.ExecutionEndTime)).AutomationExecutionStatus, "Cancelled");
  await refused("InvalidAutomationStatusUpdateException", () => ssm.stopAutomationExecution({ AutomationExecutionId: second }));
  await refused("AutomationDefinitionNotFoundException", () => ssm.startAutomationExecution({ DocumentName: "no-such-document" }));
  await ssm.deleteDocument({ Name });
  await refused("InvalidDocument", () => ssm.describeDocument({ Name }));
});

await check("sns", async () => {
  const { SNS } = load("@aws-sdk/client-sns");
  const sns = new SNS(settings);
  const { TopicArn } = await sns.createTopic({ Name: unique("topic") });
  same((await sns.getTopicAttributes({ TopicArn })).Attributes.TopicArn, TopicArn);
});

await check("sqs", async () => {
  const { SQS } = load("@aws-sdk/client-sqs");
  const sqs = new SQS(settings);
  const { QueueUrl } = await sqs.createQueue({ QueueName: unique("queue") });
  await sqs.sendMessage({ QueueUrl, MessageBody: "ü" });
  same((await sqs.receiveMessage({ QueueUrl })).Messages[0].Body, "ü");
  await refused("QueueDoesNotExist", () => sqs.getQueueUrl({ QueueName: "no-such-queue" }));
});

await check("logs", async () => {
  const { CloudWatchLogs } = load("@aws-sdk/client-cloudwatch-logs");
  const logs = new CloudWatchLogs(settings);
  const logGroupName = unique("group");
  await logs.createLogGroup({ logGroupName });
  same((await logs.describeLogGroups({ logGroupNamePrefix: logGroupName })).logGroups[0].logGroupName, logGroupName);
});

await check("lambda", async () => {
  const { Lambda } = load("@aws-sdk/client-lambda");
  const functions = new Lambda(settings);
  await refused("ResourceNotFoundException", () => functions.getFunction({ FunctionName: "no-such-function" }));
  same(Array.isArray((await functions.listFunctions({})).Functions), true);
});

await check("cloudformation", async () => {
  const { CloudFormation } = load("@aws-sdk/client-cloudformation");
  const stacks = new CloudFormation(settings);
  const StackName = unique("stack");
  await stacks.createStack({ StackName, TemplateBody: '{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}' });
  same((await stacks.describeStacks({ StackName })).Stacks[0].StackName, StackName);
});

await check("s3 in parts", async () => {
  const { S3 } = load("@aws-sdk/client-s3");
  const { Upload } = load("@aws-sdk/lib-storage");
  const s3 = new S3({ ...settings, forcePathStyle: true });
  const Bucket = unique("bucket");
  await s3.createBucket({ Bucket });
  const content = Buffer.alloc(12 * 1024 * 1024, "0123456789");
  for (const Body of [content, Readable.from([content.subarray(0, 7e6), content.subarray(7e6)])]) {
    await new Upload({ client: s3, params: { Bucket, Key: "large", Body }, partSize: 5 * 1024 * 1024 }).done();
    const answer = await s3.getObject({ Bucket, Key: "large", ChecksumMode: "ENABLED" });
    same(content.equals(Buffer.from(await answer.Body.transformToByteArray())), true);
    same(answer.ETag.endsWith('-3"'), true);
  }
});

await check("s3", async () => {
  const { S3, GetObjectCommand, PutObjectCommand } = load("@aws-sdk/client-s3");
  const { getSignedUrl } = load("@aws-sdk/s3-request-presigner");
  const s3 = new S3({ ...settings, forcePathStyle: true });
  const Bucket = unique("bucket");
  await s3.createBucket({ Bucket });
  for (const Key of ["a b", "a+b", "ü/日本", "../up", "a/../b", "a//b", "a%2Fb", "/lead", "'\"<>&"]) {
    await s3.putObject({ Bucket, Key, Body: Key });
    const answer = await s3.getObject({ Bucket, Key });
    same(await answer.Body.transformToString(), Key);
  }
  const listed = await s3.listObjectsV2({ Bucket });
  same(listed.Contents.map((entry) => entry.Key), ["'\"<>&", "../up", "/lead", "a b", "a%2Fb", "a+b", "a/../b", "a//b", "ü/日本"]);
  const data = Buffer.alloc(300_000, "quell");
  await s3.putObject({ Bucket, Key: "stream", Body: Readable.from([data.subarray(0, 100_000), data.subarray(100_000)]), ContentLength: data.length });
  same((await (await s3.getObject({ Bucket, Key: "stream" })).Body.transformToByteArray()).length, data.length);
  const link = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: "link ü" }), { expiresIn: 60 });
  same((await fetch(link, { method: "PUT", body: "by link" })).status, 200);
  const read = await fetch(await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: "link ü" }), { expiresIn: 60 }));
  same(await read.text(), "by link");
  await refused("NoSuchKey", () => s3.getObject({ Bucket, Key: "none" }));
  await s3.deleteObjects({ Bucket, Delete: { Objects: listed.Contents.map(({ Key }) => ({ Key })) } });
  same((await s3.listObjectsV2({ Bucket })).KeyCount, 2);
});

console.log("done");
