"""PyTorch as its examples do it: DataLoader, and torchvision's transforms of each picture."""

import common
import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


class Mnist(Dataset):
    """torchvision.datasets.MNIST, without its download."""

    def __init__(self, folder, transform):
        self.data = torch.from_numpy(common.pixels(folder).copy())
        self.targets = common.labels(folder)
        self.transform = transform

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        picture = Image.fromarray(self.data[index].numpy(), mode="L")
        return self.transform(picture), int(self.targets[index])


work = common.training_arguments()
transform = transforms.Compose(
    [transforms.Pad(2), transforms.ToTensor(), transforms.Normalize((common.MEAN,), (common.STD,))]
)
loader = DataLoader(Mnist(work.data, transform), batch_size=work.batch, shuffle=True)

torch.manual_seed(0)
net = common.MODELS[work.model]()
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
criterion = nn.CrossEntropyLoss()
clock = common.StepClock(work)
done = False
while not done:
    for images, targets in loader:
        optimizer.zero_grad()
        loss = criterion(net(images), targets)
        loss.backward()
        optimizer.step()
        last = loss.item()
        done = clock.step(len(images))
        if done:
            break
clock.report(last)
