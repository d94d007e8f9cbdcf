// The two machines of bench/Quell.Benchmarks/WorkflowFigures.cs on aws-local-stepfunctions. Run by bench/workflows.
import { StateMachine } from "aws-local-stepfunctions";

const chain = { StartAt: "Pass0", States: { Done: { Type: "Succeed" } } };
for (let index = 0; index < 5; index++) {
  chain.States[`Pass${index}`] = { Type: "Pass", Next: `Choice${index}` };
  chain.States[`Choice${index}`] = {
    Type: "Choice",
    Choices: [{ Variable: "$.n", NumericEquals: 1, Next: index < 4 ? `Pass${index + 1}` : "Done" }],
    Default: "Done",
  };
}

const map = {
  StartAt: "Each",
  States: {
    Each: {
      Type: "Map", ItemsPath: "$.items", End: true,
      ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, StartAt: "One", States: { One: { Type: "Pass", End: true } } },
    },
  },
};

async function measure(name, definition, input, states, executions) {
  const machine = new StateMachine(definition);
  const rates = [];
  for (let round = 0; round < 4; round++) {
    const began = process.cpuUsage();
    for (let count = 0; count < executions; count++) await machine.run(input).result;
    const used = process.cpuUsage(began);
    if (round > 0) rates.push((executions * states) / ((used.user + used.system) / 1e6));
  }
  rates.sort((a, b) => a - b);
  console.log(`| ${name} | ${Math.round(rates[1]).toLocaleString("en")} |`);
}

console.log("| what | per second |\n|---|---|");
await measure("transitions of a chain of 5 Pass and 5 Choice states", chain, { n: 1 }, 10, 3000);
await measure("states in a Map over 100 items", map, { items: [...Array(100).keys()] }, 101, 200);
