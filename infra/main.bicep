// Everything TemplateFunctions needs in one resource group: a function app, one storage account it reaches by identity alone, and
// Application Insights. No parameter holds a secret and none is output.
targetScope = 'subscription'

@description('Name of the azd environment; part of every name.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Region of all resources.')
param location string

@description('FlexConsumption: pays per use and scales to zero; trigger groups run on instances of their own. ElasticPremium: warm instances, all functions in one process.')
@allowed([
  'FlexConsumption'
  'ElasticPremium'
])
param plan string = 'ElasticPremium'

@description('The most instances. Guilds are spread over Durable partitions: more instances than partitions (host.json) hold no guild.')
@minValue(1)
@maxValue(100)
param maximumInstances int = 4

@description('Memory of a Flex Consumption instance in MB; VMs take 20 MiB each at most.')
@allowed([
  512
  2048
  4096
])
param instanceMemoryMB int = 2048

@description('Name of the queue that feeds the app.')
@minLength(3)
@maxLength(56)
param eventsQueue string = 'template-events'

@description('Name of the Durable task hub: letters and digits. Another name begins with guilds that no process holds.')
@minLength(3)
@maxLength(45)
param taskHub string = 'TemplateFunctions'

@description('Object id of a user or group that may send events and read replies; empty for none.')
param senderPrincipalId string = ''

var tags = { 'azd-env-name': environmentName }
var token = toLower(uniqueString(subscription().id, environmentName, location))

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    name: token
    location: location
    tags: tags
    principalId: identity.outputs.principalId
  }
}

module storage 'storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    eventsQueue: eventsQueue
    principalId: identity.outputs.principalId
    senderPrincipalId: senderPrincipalId
  }
}

module app 'app.bicep' = {
  name: 'app'
  scope: group
  params: {
    name: 'func-${token}'
    location: location
    tags: tags
    plan: plan
    maximumInstances: maximumInstances
    instanceMemoryMB: instanceMemoryMB
    eventsQueue: eventsQueue
    taskHub: taskHub
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    deploymentContainer: storage.outputs.deploymentContainer
    applicationInsightsName: monitoring.outputs.name
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output FUNCTION_APP_NAME string = app.outputs.name
output FUNCTION_APP_URL string = app.outputs.url
output QUEUE_SERVICE_URL string = storage.outputs.queueUrl
output EVENTS_QUEUE string = eventsQueue
