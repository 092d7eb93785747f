"""PyTorch's strongest simple loop: all pictures are one tensor, and a batch is gathered by index."""

import common
import torch
from torch import nn
from torch.nn import functional

work = common.training_arguments()
pixels = torch.from_numpy(common.pixels(work.data).copy()).view(-1, 1, 28, 28)
x = pixels.float().div(255).sub(common.MEAN).div(common.STD)
x = functional.pad(x, (2, 2, 2, 2), value=-common.MEAN / common.STD).contiguous()
y = common.labels(work.data)

torch.manual_seed(0)
net = common.MODELS[work.model]()
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
criterion = nn.CrossEntropyLoss()
clock = common.StepClock(work)
done = False
while not done:
    order = torch.randperm(len(x))
    for i in range(0, len(x), work.batch):
        batch = order[i : i + work.batch]
        optimizer.zero_grad()
        loss = criterion(net(x[batch]), y[batch])
        loss.backward()
        optimizer.step()
        last = loss.item()
        done = clock.step(len(batch))
        if done:
            break
clock.report(last)
